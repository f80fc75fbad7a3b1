"""The stateful stack: everything that must survive a deployment of the code, as one CloudFormation template."""
