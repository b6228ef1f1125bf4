"""What the command line does, as library calls: options in, a report out; nothing is printed."""
