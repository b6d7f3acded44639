using Akka.Events.Committing.Internal.States;

namespace Akka.Events.Tests.Committing;

public sealed class InMemoryEntityStatesTests : EntityStatesSpec
{
    internal override Task<IEntityStates> Create() => Task.FromResult<IEntityStates>(new InMemoryEntityStates());
}
