package segment

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"golang.org/x/text/unicode/norm"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func byID(ctx context.Context, client *fullstory.Client, id string) (fullstory.Segment, diag.Diagnostic) {
	found, err := client.GetSegment(ctx, id)
	switch {
	case rest.IsNotFound(err):
		return found, diagnose.NoSuchSegment(id).AsAttributeError(path.Root("id"))
	case err != nil:
		return found, diagnose.ReadSegment.Failed(err).AsError()
	}
	found.ID = id // in the notation of the configuration
	return found, nil
}

// byName reads the whole list: only its end shows that a name is unique.
func byName(ctx context.Context, client *fullstory.Client, name string) (fullstory.Segment, diag.Diagnostic) {
	segments, err := client.ListSegments(ctx, "")
	if err != nil {
		return fullstory.Segment{}, diagnose.ListSegments.Failed(err).AsError()
	}
	var named, similar []fullstory.Segment
	for _, segment := range segments {
		switch {
		case sameName(segment.Name, name):
			named = append(named, segment)
		case isSimilar(segment.Name, name):
			similar = append(similar, segment)
		}
	}
	switch len(named) {
	case 0:
		return fullstory.Segment{}, diagnose.NoSegmentNamed(name, similar, len(segments)).AsAttributeError(path.Root("name"))
	case 1:
		found := named[0]
		found.Name = name // in the notation of the configuration
		return found, nil
	}
	return fullstory.Segment{}, diagnose.SeveralSegmentsNamed(name, named).AsAttributeError(path.Root("name"))
}

// sameName compares two names as people do, who see no difference between the
// composed and the decomposed form of a letter.
func sameName(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// isSimilar reports whether one name contains the other, regardless of case and
// surrounding white space.
func isSimilar(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSpace(norm.NFC.String(a))), strings.ToLower(strings.TrimSpace(norm.NFC.String(b)))
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}
