namespace Akka.Events.Operating;

/// <summary>How many dead letters have one reason.</summary>
/// <param name="Handler">The handler that gave them up.</param>
/// <param name="Exception">The full name of the exception type.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the first of them was given up (UTC).</param>
/// <param name="Newest">When the last of them was given up (UTC).</param>
public sealed record DeadLetterCount(string Handler, string Exception, long Count, DateTimeOffset Oldest, DateTimeOffset Newest);
