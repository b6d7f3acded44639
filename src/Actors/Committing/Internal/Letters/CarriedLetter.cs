namespace Akka.Events.Committing.Internal.Letters;

/// <summary>A dead letter on its way.</summary>
/// <param name="Topic">The topic it goes to.</param>
/// <param name="Of">What it is of, for who has it carried.</param>
/// <param name="Deliver">Tries to deliver it.</param>
internal sealed record CarriedLetter(string Topic, object Of, Func<Task> Deliver);
