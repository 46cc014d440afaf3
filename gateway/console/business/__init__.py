"""The business's page: hours, services, people, knowledge and connections, as the organization's file says them."""
