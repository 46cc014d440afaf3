"""HTTP, channels, queue, worker, pages and command line; the composition root is container.py."""
