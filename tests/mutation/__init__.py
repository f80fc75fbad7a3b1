"""Which mistakes in what moves money, lets people in, hears the gateway and sends mail no test notices."""
