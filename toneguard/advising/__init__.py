"""findings -> help: rewrites, guidance, answers."""
