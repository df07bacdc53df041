#!/usr/bin/env bash
# Usage: demo-svg.sh FILE
#
# Runs the demo and writes an SVG image of its output to FILE: the steps from the apply to the second plan. Times and IDs
# differ in each run.

set -euo pipefail

output=$("$(dirname -- "${BASH_SOURCE[0]}")/demo.sh")

{
	printf '$ make demo\n\n'
	printf '%s\n' "$output"
} | awk -v width=104 '
	function escape(text) {
		gsub(/&/, "\\&amp;", text)
		gsub(/</, "\\&lt;", text)
		gsub(/>/, "\\&gt;", text)
		return text
	}
	/^== / { shown = $2 >= 3 && $2 <= 5 }
	shown || NR <= 2 { line[++lines] = length($0) > width ? substr($0, 1, width - 3) "..." : $0 }
	END {
		while (line[lines] == "") lines--
		height = 18 * lines + 32
		printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"Output of make demo\">\n", 7.9 * width + 32, height
		print "<style>text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #d0d7de; white-space: pre } .h { fill: #79c0ff; font-weight: bold } .c { fill: #7ee787 }</style>"
		print "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#161b22\"/>"
		for (i = 1; i <= lines; i++) {
			class = line[i] ~ /^== / ? " class=\"h\"" : line[i] ~ /^\$ / ? " class=\"c\"" : ""
			if (line[i] != "") printf "<text x=\"16\" y=\"%d\"%s xml:space=\"preserve\">%s</text>\n", 18 * i + 12, class, escape(line[i])
		}
		print "</svg>"
	}' >"$1"
