namespace Akka.Events.Handling.Internal.Failures;

internal enum OutcomeKind
{
    Done,
    Again,
    Blocks,
}
