package contract

// Unsupported returns the fields of a family's description that the provider
// does not support, by name as [RequestFields], [QueryFields] and
// [ResponseFields] return them, each with the reason. A field that is neither
// supported nor in this list is one that the provider forgot.
func Unsupported(family string) map[string]string {
	switch family {
	case "reference", "schema":
		return map[string]string{
			"Operation.details": "its content is not documented",
		}
	default:
		panic("contract: no family " + family)
	}
}
