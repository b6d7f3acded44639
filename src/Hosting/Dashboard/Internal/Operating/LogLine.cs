namespace Akka.Events.Hosting.Dashboard.Internal.Operating;

/// <param name="At">Unix milliseconds.</param>
/// <param name="Level">Its level.</param>
/// <param name="Category">Its category.</param>
/// <param name="Id">Its event id; docs/log-events.md lists them.</param>
/// <param name="Text">What it says.</param>
/// <param name="Exception">The exception's text; null for none.</param>
internal sealed record LogLine(long At, string Level, string Category, int Id, string Text, string? Exception);
