// The way to a service in another process.
