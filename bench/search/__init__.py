"""How well the directory's search ranks: README.md beside."""
