"""Mail composition shared by every relay adapter."""
