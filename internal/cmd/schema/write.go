package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func schema(s *tfprotov6.Schema) object {
	return object{"version": s.Version, "block": block(s.Block)}
}

func block(b *tfprotov6.SchemaBlock) object {
	written := object{"description": b.Description, "description_kind": kind(b.DescriptionKind), "attributes": attributes(b.Attributes)}
	nested := object{}
	for _, n := range b.BlockTypes {
		nested[n.TypeName] = object{
			"nesting_mode": strings.ToLower(n.Nesting.String()), "block": block(n.Block), "min_items": n.MinItems, "max_items": n.MaxItems,
		}
	}
	if len(nested) > 0 {
		written["block_types"] = nested
	}
	return written
}

func attributes(all []*tfprotov6.SchemaAttribute) object {
	written := object{}
	for _, a := range all {
		one := object{
			"description": a.Description, "description_kind": kind(a.DescriptionKind),
			"required": a.Required, "optional": a.Optional, "computed": a.Computed,
			"sensitive": a.Sensitive, "write_only": a.WriteOnly, "deprecated": a.Deprecated,
		}
		if a.NestedType != nil {
			one["nested_type"] = object{
				"attributes": attributes(a.NestedType.Attributes), "nesting_mode": strings.ToLower(a.NestedType.Nesting.String()),
			}
		} else {
			one["type"] = a.Type
		}
		written[a.Name] = one
	}
	return written
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

func identity(s *tfprotov6.ResourceIdentitySchema) object {
	written := object{}
	for _, a := range s.IdentityAttributes {
		written[a.Name] = object{
			"type": a.Type, "description": a.Description,
			"required_for_import": a.RequiredForImport, "optional_for_import": a.OptionalForImport,
		}
	}
	return object{"version": s.Version, "attributes": written}
}

func function(f *tfprotov6.Function) object {
	parameters := make([]object, 0, len(f.Parameters))
	for _, p := range f.Parameters {
		parameters = append(parameters, parameter(p))
	}
	written := object{
		"description": f.Description, "summary": f.Summary, "return_type": f.Return.Type, "parameters": parameters,
	}
	if f.VariadicParameter != nil {
		written["variadic_parameter"] = parameter(f.VariadicParameter)
	}
	return written
}

func parameter(p *tfprotov6.FunctionParameter) object {
	return object{"name": p.Name, "description": p.Description, "is_nullable": p.AllowNullValue, "type": p.Type}
}
