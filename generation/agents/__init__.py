"""The five agents, one file each: role, title, and the built-in way of doing the work. They know no run and no user."""
