package providertest

// WantRefused wants that the configuration cannot be planned, and that the one
// error says texts, in this order. It returns what the plan came to.
func (c *CLI) WantRefused(texts ...string) Result {
	c.t.Helper()
	result := c.Run("plan", "-json")
	told := result.Told("error")
	if result.ExitCode == 0 || len(told) != 1 || !Says(texts...).MatchString(told[0].Summary+"\n"+told[0].Detail) {
		c.t.Errorf("the plan ends with %d and says %v, want %q", result.ExitCode, told, texts)
	}
	return result
}
