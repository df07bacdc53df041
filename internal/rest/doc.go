// Package rest sends one HTTP request to the API, from the call to the judged
// answer: authentication, throttle, retries, attempt, judgment. [Client.chain]
// shows the order. It also fetches files from stores by signed links.
//
// It knows neither exports nor Terraform.
package rest
