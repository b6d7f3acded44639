namespace Akka.Events.Topics.Internal;

/// <summary>A record whose event nobody wants: it is acknowledged.</summary>
internal sealed class SkippedEventException(string? type) : Exception($"it is a '{type}', which its topic doesn't name and passes over");
