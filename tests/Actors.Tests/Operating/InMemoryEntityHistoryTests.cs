namespace Akka.Events.Tests.Operating;

public sealed class InMemoryEntityHistoryTests : EntityHistorySpec
{
    protected override string? Postgres => null;
}
