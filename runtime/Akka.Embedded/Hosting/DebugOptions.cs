#nullable enable
namespace Akka.Hosting;

/// <summary>What the runtime itself logs at debug level, <c>akka.actor.debug</c>. Null: as configured elsewhere.</summary>
public sealed class DebugOptions
{
    public bool? Receive { get; set; }
    public bool? AutoReceive { get; set; }
    public bool? LifeCycle { get; set; }
    public bool? FiniteStateMachine { get; set; }
    public bool? EventStream { get; set; }
    public bool? Unhandled { get; set; }
    public bool? RouterMisconfiguration { get; set; }

    internal void AddTo(HoconText hocon) => hocon
        .Add("akka.actor.debug.receive", Receive)
        .Add("akka.actor.debug.autoreceive", AutoReceive)
        .Add("akka.actor.debug.lifecycle", LifeCycle)
        .Add("akka.actor.debug.fsm", FiniteStateMachine)
        .Add("akka.actor.debug.event-stream", EventStream)
        .Add("akka.actor.debug.unhandled", Unhandled)
        .Add("akka.actor.debug.router-misconfiguration", RouterMisconfiguration);
}
