"""The data in lexicons/ -> something that can be matched."""
