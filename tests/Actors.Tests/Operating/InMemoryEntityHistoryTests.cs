using Akka.Events.Persistence.Internal;

namespace Akka.Events.Tests.Operating;

public sealed class InMemoryEntityHistoryTests : EntityHistorySpec
{
    internal override EventStore? Store => null;
}
