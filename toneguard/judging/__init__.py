"""Reading -> findings and scores, one module a dimension."""
