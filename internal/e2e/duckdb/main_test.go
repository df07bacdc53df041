package duckdb_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }
