"""The first steps on a new computer, and inviting others: no board beside them yet."""
