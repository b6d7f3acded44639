namespace Akka.TestKit;

/// <summary>Marks a test class whose test actor isn't the sender of what the test tells without naming one.</summary>
public interface INoImplicitSender;
