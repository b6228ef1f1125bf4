"""git's hooks: patchkit's in a repository, and what they do when git runs them."""
