"""The command line: options in, one workflow called, one renderer picked, an exit code out."""
