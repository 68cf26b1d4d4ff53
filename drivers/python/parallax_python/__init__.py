"""Models of Python's: the same kernel, images and results as the C programs, other workers."""
