package segmentexport

import (
	"context"
	"errors"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

const (
	// searchTimeout limits the search for a lost export, which an interrupted
	// apply makes as well: its result keeps the user from submitting a second
	// one.
	searchTimeout = 30 * time.Second
	// lateSearchTimeout is the limit once the timeout of the resource has
	// passed.
	lateSearchTimeout = 10 * time.Second
)

// segmentWord does not match the path /segments/v1/exports.
var segmentWord = regexp.MustCompile(`(?i)\bsegment\b`)

// namesSegment reports whether the message of a refusal speaks of the segment:
// a 404 may also mean that the endpoint is wrong.
func namesSegment(err error) bool {
	refusal, ok := errors.AsType[*rest.Error](err)
	return ok && segmentWord.MatchString(string(refusal.Message))
}

// submit creates an export. The diagnostic says why there is none, or, if that
// is unknown, which exports may be it.
func submit(ctx context.Context, data providerdata.Data, request fullstory.ExportRequest, byAction bool) (fullstory.Operation, diag.Diagnostic) {
	if refused := data.SubmitExport(); refused != nil {
		return fullstory.Operation{}, refused
	}
	client := data.Client()
	created, err := client.CreateExport(ctx, request)
	if err == nil {
		return created, nil
	}
	lost, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err)
	if !ambiguous {
		refused := diagnose.SubmissionRefused(err, request, client.WireFormat())
		if rest.IsNotFound(err) && namesSegment(err) {
			return created, refused.AsAttributeError(path.Root("segment_id"))
		}
		return created, refused.AsError()
	}
	limit := searchTimeout
	if ctx.Err() != nil {
		limit = lateSearchTimeout
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	candidates, listErr := client.CandidateExports(ctx, lost.Began)
	return created, diagnose.Ambiguous{
		Lost: lost, Segment: request.SegmentID, Candidates: candidates, ListErr: listErr, ByAction: byAction,
	}.Text().AsError()
}
