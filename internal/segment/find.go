package segment

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

func byID(ctx context.Context, client *fullstory.Client, id string) (fullstory.Segment, diag.Diagnostic) {
	found, err := client.GetSegment(ctx, id)
	switch {
	case fullstory.IsNotFound(err):
		return found, diagnose.NoSuchSegment(id).At(path.Root("id"))
	case err != nil:
		return found, diagnose.LookUpSegment.Failed(err, "").Error()
	}
	// As it is configured, however the answer spells it.
	found.ID = id
	return found, nil
}

// byName reads the whole list: a name is not known to be anybody's alone
// before its end.
func byName(ctx context.Context, client *fullstory.Client, name string) (fullstory.Segment, diag.Diagnostic) {
	var named, near []fullstory.Segment
	all := 0
	for segment, err := range client.ListSegments(ctx, "") {
		if err != nil {
			return segment, diagnose.ListSegments.Failed(err, "").Error()
		}
		all++
		switch {
		case segment.Name == name:
			named = append(named, segment)
		case resembles(segment.Name, name):
			near = append(near, segment)
		}
	}
	switch len(named) {
	case 0:
		return fullstory.Segment{}, diagnose.NoSegmentNamed(name, near, all).At(path.Root("name"))
	case 1:
		return named[0], nil
	}
	return fullstory.Segment{}, diagnose.SeveralSegmentsNamed(name, named).At(path.Root("name"))
}

// resembles tells whether one name is a part of the other, but for upper and
// lower case and the space around it.
func resembles(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSpace(a)), strings.ToLower(strings.TrimSpace(b))
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}
