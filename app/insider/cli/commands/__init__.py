"""The commands of ``insider``, one file each; imported only when called."""
