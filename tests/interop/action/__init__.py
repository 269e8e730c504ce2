"""The action of GitHub's, run as a runner runs it."""
