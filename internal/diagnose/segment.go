package diagnose

import (
	"fmt"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

var (
	noSuchSegment        = newSummary("Segment not found")
	noSegmentNamed       = newSummary("No segment has this name")
	severalSegmentsNamed = newSummary("Several segments have this name")
	invalidRegex         = newSummary("Invalid regular expression")
)

// NoSuchSegment says that no segment has an ID.
func NoSuchSegment(id string) Text {
	return Text{noSuchSegment, detail([]string{"FullStory has no segment with this ID that the API key can see. " +
		"The ID is part of the segment's URL in the app, after /segments/."}, label{"ID", id})}
}

// NoSegmentNamed says that no segment has a name. similar are the segments with
// similar names, and total is the number of all segments.
func NoSegmentNamed(name string, similar []fullstory.Segment, total int) Text {
	text := fmt.Sprintf("None of the %d segments has exactly this name. Correct the name, or use the ID of the segment.", total)
	if len(similar) > 0 {
		text += " These have similar names:" + bullets(describeSegments(similar))
	}
	return Text{noSegmentNamed, detail([]string{text}, label{"Name", name})}
}

// SeveralSegmentsNamed says that a name is not unique.
func SeveralSegmentsNamed(name string, found []fullstory.Segment) Text {
	return Text{severalSegmentsNamed, detail([]string{
		fmt.Sprintf("%d segments have exactly this name. Use the ID of the one you mean:", len(found)) + bullets(describeSegments(found)),
	}, label{"Name", name})}
}

// InvalidRegex says that an argument is not a regular expression.
func InvalidRegex(argument, value string, err error) Text {
	return Text{invalidRegex, fmt.Sprintf("%s is %q, which is not a valid regular expression (RE2 syntax): %s. "+
		"Escape a literal special character with a backslash, written \"\\\\\" in a string.", argument, value, err)}
}

func describeSegments(segments []fullstory.Segment) []string {
	items := make([]string, 0, len(segments))
	for _, segment := range segments {
		creator := "built-in"
		if segment.Creator != "" {
			creator = "created by " + segment.Creator
		}
		items = append(items, fmt.Sprintf("%s (%q, %s)", segment.ID, segment.Name, creator))
	}
	return items
}
