using Akka.Streams;
using Akka.Streams.Stage;

namespace Akka.Events.Streams.Internal;

/// <summary>A group's events as a source.</summary>
internal sealed class HandoverStage<T>(Handover<T> handover) : GraphStage<SourceShape<(T Event, EventCommit Commit)>>
{
    private readonly Handover<T> _handover = handover;
    private readonly Outlet<(T Event, EventCommit Commit)> _out = new("events");

    public override SourceShape<(T Event, EventCommit Commit)> Shape => field ??= new SourceShape<(T Event, EventCommit Commit)>(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly HandoverStage<T> _stage;
        private readonly Action _wake;
        private Handover<T>.Run? _run;

        public Logic(HandoverStage<T> stage) : base(stage.Shape)
        {
            _stage = stage;
            _wake = GetAsyncCallback(Give);
            SetHandler(stage._out, this);
        }

        public override void PreStart()
        {
            _run = _stage._handover.Begin(_wake);
            if (_run is null) FailStage(new InvalidOperationException("another stream does the work of this handler"));
        }

        public override void OnPull() => Give();

        public override void PostStop() => _run?.End();

        private void Give()
        {
            if (IsAvailable(_stage._out) && _run!.TryTake(out var next)) Push(_stage._out, next);
        }
    }
}
