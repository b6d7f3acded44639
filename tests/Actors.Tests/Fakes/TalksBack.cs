namespace Akka.Events.Tests.Fakes;

/// <summary>An exception that throws when it is asked what it is about.</summary>
internal sealed class TalksBack : Exception
{
    public override string Message => throw new InvalidOperationException("told to throw at the message");
}
