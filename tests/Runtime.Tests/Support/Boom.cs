namespace Akka.Runtime.Tests.Support;

/// <summary>The failure that tests provoke.</summary>
public sealed class Boom(string message = "boom") : Exception(message);
