package diagnose

import (
	"fmt"
	"strings"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

var (
	invalidAPIKey     = newSummary("Invalid API key")
	invalidEndpoint   = newSummary("Invalid endpoint")
	invalidWireFormat = newSummary("Invalid wire format")
	invalidNumber     = newSummary("Invalid number")
	tooManyExports    = newSummary("Too many new segment exports")
)

// Variable returns the environment variable of a provider argument.
func Variable(argument string) string { return "FULLSTORY_" + strings.ToUpper(argument) }

func setting(s summary, argument, reason string) Text {
	return Text{s, fmt.Sprintf("The value of %s (or of %s, if the provider block does not set it) cannot be used: %s.",
		argument, Variable(argument), reason)}
}

// FromEnvironment explains the further error that the CLI reports if a setting
// of the environment cannot be used and there is no provider block.
func (t Text) FromEnvironment() Text {
	t.Detail += " Terraform may also report that the provider \"requires explicit configuration\". Ignore that error, and correct the environment variable."
	return t
}

// invalidSetting says that the API key or the endpoint cannot be used. It is
// reported by what needs the client and not by the provider block: the CLI
// quotes the line of an error, which may hold the key or a password.
func invalidSetting(err *rest.InvalidSettingError) Text {
	if err.Setting == "api_key" {
		return setting(invalidAPIKey, err.Setting, err.Err.Error())
	}
	return InvalidEndpoint(err.Err)
}

// InvalidEndpoint says that the endpoint cannot be used.
func InvalidEndpoint(err error) Text { return setting(invalidEndpoint, "endpoint", err.Error()) }

// InvalidWireFormat says that the wire format is unknown.
func InvalidWireFormat(value string) Text {
	return setting(invalidWireFormat, "wire_format", fmt.Sprintf(`it must be "reference" or "schema", not %q`, value))
}

// InvalidNumber says that a number is malformed or out of range.
func InvalidNumber(argument, value string, least int) Text {
	return setting(invalidNumber, argument, fmt.Sprintf("it must be a whole number of %d or more, not %q", least, value))
}

// TooManyExports says that a plan or an apply would create more exports than
// the provider allows.
func TooManyExports(limit int) Text {
	return Text{tooManyExports, fmt.Sprintf("This run would create more than %d new exports, the limit that max_new_exports sets. "+
		"Replacements and actions count, too. To see them all, plan with a higher limit: a plan creates no exports. "+
		"To allow them once, set FULLSTORY_MAX_NEW_EXPORTS to their number in the environment of the apply. "+
		"max_new_exports in the provider block takes precedence: to raise the limit there, change it.", limit)}
}
