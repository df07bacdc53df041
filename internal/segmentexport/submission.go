package segmentexport

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// listingTime bounds the look for a lost export, which also an interrupted
// apply takes: what it finds keeps the user from submitting a second one.
const listingTime = 30 * time.Second

// submissionFailed words why there is no export, or, with unknown, that nobody
// knows whether there is one.
func submissionFailed(ctx context.Context, client *fullstory.Client, err error, unknown func(diagnose.Ambiguous) diagnose.Text) diag.Diagnostic {
	lost, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err)
	switch text := diagnose.RefusedSubmission(err, client.WireFormat()); {
	case ambiguous:
	case fullstory.IsNotFound(err):
		return text.At(path.Root("segment_id"))
	default:
		return text.Error()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), listingTime)
	defer cancel()
	strays, listErr := client.ExportsSince(ctx, lost.Began)
	return unknown(diagnose.Ambiguous{Lost: lost, Strays: strays, ListErr: listErr}).Error()
}

// decideCancelled says what the answer to a cancellation means: a job that is
// gone or over needs none, and one that cannot be cancelled runs to its end.
func decideCancelled(about diagnose.Export, err error) diag.Diagnostics {
	switch status := fullstory.StatusOf(err); {
	case err == nil, status == http.StatusNotFound, status == http.StatusConflict:
		return nil
	case status < 400 || status >= 500, fullstory.IsDenied(err), fullstory.IsTransient(err):
		return diag.Diagnostics{diagnose.CancelExport.Failed(err, about.Operation).Error()}
	}
	return diag.Diagnostics{about.NotCancelled(err).Warning()}
}
