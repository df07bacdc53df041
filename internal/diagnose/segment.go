package diagnose

import (
	"fmt"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// NoSuchSegment says that no segment has an id.
func NoSuchSegment(id string) Text {
	return Text{"There is no such segment", detail([]string{
		"FullStory answers that it has no segment with this id. Check the id, and that the API key is of the account " +
			"that the segment is in. The id stands in the segment's address in the app, after /segments/.",
	}, label{"Id", id})}
}

// NoSegmentNamed says that no segment has a name. near are those whose names
// resemble it, of all that there are.
func NoSegmentNamed(name string, near []fullstory.Segment, all int) Text {
	found := fmt.Sprintf("None of the %d segments that FullStory lists has exactly this name, and none has a similar one. "+
		"Correct the name, or give the segment's id.", all)
	if len(near) > 0 {
		found = fmt.Sprintf("None of the %d segments that FullStory lists has exactly this name. "+
			"Correct the name, or give the id of the segment that is meant. These have similar names:", all) + candidates(near)
	}
	return Text{"No segment has this name", detail([]string{found}, label{"Name", name})}
}

// SeveralSegmentsNamed says that a name does not tell which segment is meant.
func SeveralSegmentsNamed(name string, found []fullstory.Segment) Text {
	return Text{"Several segments have this name", detail([]string{
		fmt.Sprintf("%d segments have exactly this name. Give the id of the one that is meant, "+
			"or rename the others in FullStory:", len(found)) + candidates(found),
	}, label{"Name", name})}
}

func candidates(segments []fullstory.Segment) string {
	rows := make([]string, 0, len(segments))
	for _, segment := range segments {
		creator := "built in"
		if segment.Creator != "" {
			creator = "made by " + segment.Creator
		}
		rows = append(rows, fmt.Sprintf("%s (%q, %s)", segment.ID, segment.Name, creator))
	}
	return listed(rows)
}
