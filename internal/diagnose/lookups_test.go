package diagnose_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

func TestUnit_Segment_Texts(t *testing.T) {
	segments := []fullstory.Segment{{ID: "a", Name: "Buyer", Creator: "ann@example.com"}, {ID: "b", Name: "All buyers"}}
	wantTexts(t, []told{
		{"no segment", diagnose.NoSuchSegment("s"), `There is no such segment
FullStory answers that it has no segment with this id. Check the id, and that the API key is of the account that the segment is in. The id stands in the segment's address in the app, after /segments/.

Id: s`},
		{"no name", diagnose.NoSegmentNamed("Buyers", nil, 7), `No segment has this name
None of the 7 segments that FullStory lists has exactly this name, and none has a similar one. Correct the name, or give the segment's id.

Name: Buyers`},
		{"similar names", diagnose.NoSegmentNamed("Buyers", segments, 7), `No segment has this name
None of the 7 segments that FullStory lists has exactly this name. Correct the name, or give the id of the segment that is meant. These have similar names:
  a ("Buyer", made by ann@example.com)
  b ("All buyers", built in)

Name: Buyers`},
		{"several names", diagnose.SeveralSegmentsNamed("Buyers", segments), `Several segments have this name
2 segments have exactly this name. Give the id of the one that is meant, or rename the others in FullStory:
  a ("Buyer", made by ann@example.com)
  b ("All buyers", built in)

Name: Buyers`},
	})
}
