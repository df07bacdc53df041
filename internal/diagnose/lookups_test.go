package diagnose_test

import (
	"io/fs"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

func TestUnit_File_Texts(t *testing.T) {
	file := diagnose.File{Path: "f"}
	wantTexts(t, []told{
		{"an unusable path", file.Unusable(&fs.PathError{Op: "open", Path: "f", Err: fs.ErrPermission}), `The path cannot be used
The file could not be read or written there. Nothing was left half done. Correct what the reason names, or choose another path.

Path: f
Reason: open f: permission denied`},
		{"another file", file.Unusable(localfile.ErrExists), `Another file stands at the path
What stands there is not this export's file, and was left as it is. Move it away, or choose another path.

Path: f`},
		{"a folder", file.IsFolder(), `The path is a folder
A folder stands at the path. Give the name of a file within it.

Path: f`},
		{"twice", file.Twice(), `Two files have the same path
Another fullstory_segment_export_file of this configuration has this path. Give each a path of its own.

Path: f`},
		{"not ours", file.NotOurs(), `The file was not removed
It is no longer what the provider wrote there: somebody has changed it since. It stays as it is. Remove it by hand if nobody needs it.

Path: f`},
		{"will be restored", file.WillRestore(), `The export's file was changed
So it was when the provider looked, before planning. The export still lives: applying the plan downloads the file again, or that of the export which replaces it. Set restore = false to leave it to itself.

Path: f`},
		{"missing, and cannot be restored", diagnose.File{Path: "f", Missing: true}.CannotRestore("op"), `The export's file was missing
So it was when the provider looked, before planning. FullStory no longer has this export's file, so that it cannot be downloaded again: nothing is done about it, unless another export takes the place of this one. Replace the export for a new file, or set restore = false to hear no more of it.

Path: f
Operation: op`},
	})
}

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
