"""`fakeping mcp`: a running server's control API as tools of the Model Context Protocol."""
