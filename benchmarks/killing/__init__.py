"""Kills sayso at random moments and at named steps, and looks at what it left: what docs/crashes.md promises."""
