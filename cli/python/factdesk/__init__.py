"""What programs import of Factdesk: `factdesk.client`."""
