namespace Akka.Events.Handling.Internal.Shared;

/// <summary>Something that keeps a group, or a part of it, from going on.</summary>
/// <param name="Of">What has the problem.</param>
/// <param name="Cause">Why.</param>
/// <param name="Text">What it is, and what to do. It may change while the problem lasts.</param>
/// <param name="Since">When it was first reported.</param>
internal sealed record Problem(object Of, ProblemCause Cause, string Text, DateTimeOffset Since);
