"""The container image, built and tried where no engine runs: `make image`."""
